/** Go's template language, as far as Docker documents it: text to tokens, to a tree, to text. */
package io.jocker.cli.output.template;
