/** Durable metadata: SQLite in WAL mode, numbered migrations, transactions, and the lock on the data root. */
package io.jocker.core.store;
