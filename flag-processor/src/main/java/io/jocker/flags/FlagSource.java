package io.jocker.flags;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The text of the class that tells what one class's annotations say. */
final class FlagSource {
    /** What of the annotations is understood; anything else is an error of the build, lest it be passed over. */
    private static final Set<String> KNOWN = Set.of("names", "description", "paramLabel", "arity", "index",
            "usageHelp", "fallbackValue", "customSynopsis");

    private final TypeElement type;
    private final Elements elements;
    private final Types types;
    private final List<String> specs = new ArrayList<>();
    private final List<String> getters = new ArrayList<>();
    private final List<String> setters = new ArrayList<>();

    FlagSource(TypeElement type, Elements elements, Types types) {
        this.type = type;
        this.elements = elements;
        this.types = types;
    }

    /** The full name of the class to write. */
    String name() {
        return elements.getBinaryName(type).toString().replace('$', '_') + "Spec";
    }

    String text() {
        Command command = type.getAnnotation(Command.class);
        if (command != null) {
            check(type);
            specs.add("spec.usageMessage().description(" + array(command.description()) + ").customSynopsis("
                    + array(command.customSynopsis()) + ");");
        }
        addFields(type);
        String packageName = elements.getPackageOf(type).getQualifiedName().toString();
        String owner = types.erasure(type.asType()).toString();
        return """
                package %s;

                /** What the annotations of %s say; written by the build. */
                @SuppressWarnings("unchecked")
                final class %s extends io.jocker.cli.command.VerbSpec {
                    private final %s owner;

                    %s(Object owner) {
                        this.owner = (%s) owner;
                    }

                    @Override
                    protected void describe(picocli.CommandLine.Model.CommandSpec spec) {
                        %s
                    }

                    @Override
                    protected Object get(int field) {
                        switch (field) {
                            %s
                            default: throw new IllegalArgumentException();
                        }
                    }

                    @Override
                    protected void set(int field, Object value) {
                        switch (field) {
                            %s
                            default: throw new IllegalArgumentException();
                        }
                    }
                }
                """.formatted(packageName, owner, simpleName(), owner, simpleName(), owner,
                String.join("\n        ", specs), String.join("\n            ", getters),
                String.join("\n            ", setters));
    }

    private String simpleName() {
        return name().substring(name().lastIndexOf('.') + 1);
    }

    private void addFields(TypeElement owner) {
        Element parent = types.asElement(owner.getSuperclass());
        if (parent instanceof TypeElement parentType) {
            addFields(parentType);
        }
        for (VariableElement field : ElementFilter.fieldsIn(owner.getEnclosedElements())) {
            Option option = field.getAnnotation(Option.class);
            Parameters parameters = field.getAnnotation(Parameters.class);
            if (field.getAnnotation(Mixin.class) != null) {
                check(field);
                specs.add("new " + types.erasure(field.asType()) + "Spec(owner." + field.getSimpleName()
                        + ").describe(spec);");
            } else if (option != null) {
                add(field, "option(" + bound(field) + ", " + quoted(option.names()) + ")", option.arity(),
                        option.paramLabel(), option.description(), (option.usageHelp() ? ".usageHelp(true)" : "")
                        + (option.fallbackValue().isEmpty() ? "" : ".fallbackValue("
                        + quoted(option.fallbackValue()) + ")"));
            } else if (parameters != null) {
                add(field, "positional(" + bound(field) + ")", parameters.arity(), parameters.paramLabel(),
                        parameters.description(), ".index(" + quoted(index(field, parameters)) + ").required("
                        + !parameters.arity().startsWith("0") + ")");
            }
        }
    }

    /** Picocli's own rule for a parameter that does not say where it stands: all that follow, or the first. */
    private static String index(VariableElement field, Parameters parameters) {
        return !parameters.index().isEmpty() ? parameters.index() : isList(field) ? "0..*" : "0";
    }

    private void add(VariableElement field, String start, String arity, String label, String[] description,
            String more) {
        check(field);
        int number = getters.size();
        String name = field.getSimpleName().toString();
        specs.add("spec.add(" + start + (arity.isEmpty() ? "" : ".arity(" + quoted(arity) + ")") + ".paramLabel("
                + quoted(label.isEmpty() ? "<" + name + ">" : label) + ").description(" + array(description) + ")"
                + more + ".build());");
        getters.add("case " + number + ": return owner." + name + ";");
        setters.add("case " + number + ": owner." + name + " = (" + field.asType() + ") value; return;");
    }

    private String bound(VariableElement field) {
        String element = isList(field) ? ((DeclaredType) field.asType()).getTypeArguments().get(0) + ".class" : "null";
        return getters.size() + ", " + types.erasure(field.asType()) + ".class, " + element;
    }

    private void check(Element element) {
        if (element.getModifiers().contains(Modifier.PRIVATE)) {
            throw new UnreadableFlagException(element, element.getSimpleName() + " must not be private: the class that "
                    + "the build writes beside this one sets it");
        }
        for (AnnotationMirror annotation : element.getAnnotationMirrors()) {
            for (ExecutableElement member : annotation.getElementValues().keySet()) {
                if (annotation.getAnnotationType().toString().startsWith("picocli.")
                        && !KNOWN.contains(member.getSimpleName().toString())) {
                    throw new UnreadableFlagException(element, "the flag processor does not know "
                            + member.getSimpleName() + " of " + annotation.getAnnotationType());
                }
            }
        }
    }

    private static boolean isList(VariableElement field) {
        TypeMirror type = field.asType();
        return type instanceof DeclaredType declared && declared.asElement().toString().equals("java.util.List");
    }

    private String array(String... texts) {
        return "new String[] {" + quoted(texts) + "}";
    }

    private String quoted(String... texts) {
        return Stream.of(texts).map(elements::getConstantExpression).collect(Collectors.joining(", "));
    }
}
