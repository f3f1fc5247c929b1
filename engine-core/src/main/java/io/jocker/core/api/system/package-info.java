/** Wire records of the system part of the Engine API. */
package io.jocker.core.api.system;
