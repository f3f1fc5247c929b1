/** From a method and a path to a handler, and from a failure to a status. */
package io.jocker.daemon.route;
