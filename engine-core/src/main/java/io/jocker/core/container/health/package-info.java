/** Health checks: probes at intervals, and the verdict that they make. */
package io.jocker.core.container.health;
