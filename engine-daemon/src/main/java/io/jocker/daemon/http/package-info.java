/**
 * HTTP/1.1 on Unix sockets: connections that wait in one poller while idle, requests on threads, bodies, and
 * connections that a handler takes over. Follows RFC 9112 as far as the Engine API's clients need it.
 */
package io.jocker.daemon.http;
