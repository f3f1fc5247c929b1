package io.jocker.cli.output.template;

/** A template that was read. */
public final class GoTemplate {
    private final String text;
    private final Parser.Tree tree;

    /**
     * Reads a template.
     *
     * @throws TemplateException if it is none
     */
    public GoTemplate(String text) {
        this.text = text;
        this.tree = Parser.parse(text, Functions.NAMES);
    }

    /**
     * The text for a value made of maps, lists, strings, numbers, truths and nulls; of anything else, its string.
     *
     * @throws TemplateException if the value has not what the template wants
     */
    public String render(Object value) {
        return new Executor(text, tree.definitions(), new Functions(false)).run(tree.nodes(), value);
    }

    /**
     * The text for the titles of columns, which Docker's own functions leave as they are.
     *
     * @throws TemplateException if there is no such column
     */
    public String renderTitles(Object titles) {
        return new Executor(text, tree.definitions(), new Functions(true)).run(tree.nodes(), titles);
    }
}
