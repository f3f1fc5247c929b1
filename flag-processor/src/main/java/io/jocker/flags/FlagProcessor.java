package io.jocker.flags;

import java.io.IOException;
import java.io.Writer;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Writes a class {@code XSpec} for each class {@code X} with picocli's annotations, which tells picocli at run time
 * what it would else find out by reflection: reading annotations costs a command twenty milliseconds of its start.
 */
public final class FlagProcessor extends AbstractProcessor {
    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    public Set<String> getSupportedAnnotationTypes() {
        return Set.of(Command.class.getCanonicalName(), Option.class.getCanonicalName());
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        Set<TypeElement> types = new LinkedHashSet<>();
        for (Element element : round.getElementsAnnotatedWith(Command.class)) {
            types.add((TypeElement) element);
        }
        for (Element field : round.getElementsAnnotatedWith(Option.class)) {
            types.add((TypeElement) field.getEnclosingElement());
        }
        types.stream().filter(t -> !t.getModifiers().contains(Modifier.ABSTRACT)).forEach(this::write);
        return false;
    }

    private void write(TypeElement type) {
        try {
            FlagSource source = new FlagSource(type, processingEnv.getElementUtils(), processingEnv.getTypeUtils());
            try (Writer writer = processingEnv.getFiler().createSourceFile(source.name(), type).openWriter()) {
                writer.write(source.text());
            }
        } catch (UnreadableFlagException e) {
            processingEnv.getMessager().printMessage(Diagnostic.Kind.ERROR, e.getMessage(), e.element());
        } catch (IOException e) {
            processingEnv.getMessager().printMessage(Diagnostic.Kind.ERROR, "cannot write the flags of " + type + ": "
                    + e, type);
        }
    }
}
