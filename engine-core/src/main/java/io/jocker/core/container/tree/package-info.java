/** The files of containers, running or not: cp, diff, export, commit. */
package io.jocker.core.container.tree;
