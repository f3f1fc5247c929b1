/** One class for each group of endpoints: parse, call one verb, encode. */
package io.jocker.daemon.handler;
