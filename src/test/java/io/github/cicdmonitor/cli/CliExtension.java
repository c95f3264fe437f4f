package io.github.cicdmonitor.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A {@link CliHarness} of its own for each test, in a folder that goes with it. Afterwards it is closed,
 * which checks that nothing was asked of the services that should not have been.
 */
final class CliExtension implements ParameterResolver, AfterEachCallback {
  private static final Namespace OURS = Namespace.create(CliExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getParameter().getType() == CliHarness.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
    return test.getStore(OURS)
        .getOrComputeIfAbsent(CliHarness.class, made -> new CliHarness(folder()), CliHarness.class);
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("cicd-monitor-test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void afterEach(ExtensionContext test) throws Exception {
    CliHarness cli = test.getStore(OURS).remove(CliHarness.class, CliHarness.class);
    if (cli == null) {
      return;
    }
    try {
      cli.close();
    } finally {
      try (Stream<Path> files = Files.walk(cli.folder())) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
