/** Wire records of the container part of the Engine API: what clients are told. */
package io.jocker.core.api.container.report;
