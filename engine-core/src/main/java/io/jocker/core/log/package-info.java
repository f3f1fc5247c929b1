/** Reading and following the logs that shims write. */
package io.jocker.core.log;
