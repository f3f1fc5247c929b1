/** Wire records of exec. */
package io.jocker.core.api.exec;
