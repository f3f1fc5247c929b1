package io.jocker.testing;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The structure of one module, held against a table of what may use what. Rows are packages by their names below
 * the module's own; the root's is empty; sub-packages share their parent's row. Each method answers what is wrong.
 */
public final class Floors {
    private static final int CLASSES_PER_PACKAGE = 20;
    private static final int METHODS_PER_INTERFACE = 10;

    private final String base;
    private final Map<String, Set<String>> mayUse;
    private final JavaClasses classes;

    /** The module whose packages begin with {@code base}. */
    public Floors(String base, Map<String, Set<String>> mayUse) {
        this.base = base;
        this.mayUse = mayUse;
        this.classes = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(base);
    }

    private String floorOf(JavaClass type) {
        String name = type.getPackageName();
        if (name.equals(base)) {
            return "";
        }
        String rest = name.substring(base.length() + 1);
        int dot = rest.indexOf('.');
        return dot < 0 ? rest : rest.substring(0, dot);
    }

    /** Edges between packages of this module that the table does not allow, and packages without a row. */
    public Set<String> forbiddenEdges() {
        Set<String> wrong = new TreeSet<>();
        for (JavaClass type : classes) {
            Set<String> allowed = mayUse.get(floorOf(type));
            if (allowed == null) {
                wrong.add(type.getPackageName() + " has no row");
                continue;
            }
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (target.getPackageName().startsWith(base) && !floorOf(target).equals(floorOf(type))
                        && !allowed.contains(floorOf(target))) {
                    wrong.add(type.getName() + " -> " + target.getName());
                }
            }
        }
        return wrong;
    }

    /** Uses of other packages that begin with {@code outside} but with none of {@code allowed}. */
    public Set<String> forbiddenOutside(String outside, Set<String> allowed) {
        Set<String> wrong = new TreeSet<>();
        for (JavaClass type : classes) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String target = dependency.getTargetClass().getBaseComponentType().getPackageName();
                if (target.startsWith(outside) && allowed.stream().noneMatch(target::startsWith)) {
                    wrong.add(type.getName() + " -> " + target);
                }
            }
        }
        return wrong;
    }

    /** Packages that reach themselves through others. */
    public Set<String> cycles() {
        Map<String, Set<String>> edges = new TreeMap<>();
        for (JavaClass type : classes) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String target = dependency.getTargetClass().getBaseComponentType().getPackageName();
                if (target.startsWith(base) && !target.equals(type.getPackageName())) {
                    edges.computeIfAbsent(type.getPackageName(), p -> new TreeSet<>()).add(target);
                }
            }
        }
        Set<String> cycles = new TreeSet<>();
        edges.keySet().forEach(start -> walk(edges, start, start, new TreeSet<>(), cycles));
        return cycles;
    }

    private static void walk(Map<String, Set<String>> edges, String start, String at, Set<String> seen,
            Set<String> cycles) {
        for (String next : edges.getOrDefault(at, Set.of())) {
            if (next.equals(start)) {
                cycles.add(start + " through " + at);
            } else if (seen.add(next)) {
                walk(edges, start, next, seen, cycles);
            }
        }
    }

    /** Packages with too many classes and interfaces with too many methods; bindings of the C library are exempt. */
    public Set<String> tooLarge() {
        return tooLarge(type -> false);
    }

    /** The same, where classes that the build writes do not count. */
    public Set<String> tooLarge(Predicate<JavaClass> writtenByBuild) {
        Set<String> large = new TreeSet<>();
        classes.stream().filter(c -> !c.isNestedClass()).filter(writtenByBuild.negate())
                .filter(c -> !c.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(JavaClass::getPackageName, TreeMap::new, Collectors.counting()))
                .forEach((name, count) -> {
                    if (count > CLASSES_PER_PACKAGE) {
                        large.add(name + " has " + count + " classes");
                    }
                });
        classes.stream().filter(JavaClass::isInterface).filter(c -> !floorOf(c).equals("host"))
                .filter(c -> c.getMethods().size() > METHODS_PER_INTERFACE)
                .forEach(c -> large.add(c.getName() + " has " + c.getMethods().size() + " methods"));
        return large;
    }
}
