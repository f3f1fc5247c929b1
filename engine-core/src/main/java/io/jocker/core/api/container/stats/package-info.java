/** Wire records of stats. */
package io.jocker.core.api.container.stats;
