/** The failure vocabulary that every floor of the engine shares. */
package io.jocker.core;
