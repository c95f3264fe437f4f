package io.github.cicdmonitor.fixes;

import java.util.List;
import java.util.Optional;

/** Section {@code packages}: names of Debian and Ubuntu packages. */
public final class PackageFacts {
  private final FactTree tree;

  PackageFacts(FactTree tree) {
    this.tree = tree;
  }

  /** The name of a library package from Ubuntu 24.04 and Debian 13 on, if it changed with the 64-bit time. */
  public Optional<String> t64Name(String name) {
    return FactTree.text(tree.table(FactsSection.PACKAGES, "t64"), name);
  }

  /** The libraries for which {@link #t64Name} has an answer. */
  public List<String> t64Libraries() {
    return FactTree.keys(tree.table(FactsSection.PACKAGES, "t64"));
  }

  /** The package that holds a C header, by the path in {@code #include}; only where there is one. */
  public Optional<String> forHeader(String include) {
    return FactTree.text(tree.table(FactsSection.PACKAGES, "headers"), include);
  }

  /** The headers for which {@link #forHeader} has an answer. */
  public List<String> headers() {
    return FactTree.keys(tree.table(FactsSection.PACKAGES, "headers"));
  }

  /** The package that holds a pkg-config module, by the name without {@code .pc}. */
  public Optional<String> forModule(String module) {
    return FactTree.text(tree.table(FactsSection.PACKAGES, "pkg_config"), module);
  }

  /** The modules for which {@link #forModule} has an answer. */
  public List<String> modules() {
    return FactTree.keys(tree.table(FactsSection.PACKAGES, "pkg_config"));
  }
}
