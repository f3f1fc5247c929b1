/** Programs that are executed in running containers: {@code exec}, and the probes of health checks. */
package io.jocker.core.container.exec;
