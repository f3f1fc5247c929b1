/** What is said of JSON that is none, in the words of Docker's own parser. */
package io.jocker.daemon.json;
