/** The daemon's options and its configuration file. */
package io.jocker.daemon.config;
