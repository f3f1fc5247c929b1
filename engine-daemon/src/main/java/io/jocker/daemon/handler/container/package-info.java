/** The endpoints of containers and execs. */
package io.jocker.daemon.handler.container;
