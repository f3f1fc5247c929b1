/** What containers use of the machine: processes, memory, processor time, disk. */
package io.jocker.core.container.usage;
