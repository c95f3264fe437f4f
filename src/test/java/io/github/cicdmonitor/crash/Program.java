package io.github.cicdmonitor.crash;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How the program is started.
 *
 * @param command before the arguments
 * @param environment beside the settings
 */
record Program(List<String> command, Map<String, String> environment) {
  /** Nothing here runs long enough for the second compiler to pay. */
  private static final String QUICK = "-XX:TieredStopAtLevel=1";

  /** The packaged one, as a person starts it. */
  static Program packaged(String javaOptions) {
    return new Program(
        List.of(Path.of("scripts/cicd-monitor").toAbsolutePath().toString()),
        Map.of("CICD_MONITOR_JAVA_OPTS", QUICK + " " + javaOptions));
  }

  /** With one variable more. */
  Program with(String variable, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(variable, value);
    return new Program(command, more);
  }

  /** Behind {@code env --default-signal}: whoever runs the tests may have told its children to ignore SIGINT or SIGHUP. */
  Program hearingSignals() {
    List<String> behind = new ArrayList<>(List.of("/usr/bin/env", "--default-signal"));
    behind.addAll(command);
    return new Program(behind, environment);
  }

  /** The packaged one with some classes replaced: those in {@code front}. */
  static Program mutated(Path front) {
    return new Program(
        List.of(
            java(),
            "-XX:+UseSerialGC",
            QUICK,
            "-Dfile.encoding=UTF-8",
            "-cp",
            classPath(front),
            "io.github.cicdmonitor.Main"),
        Map.of("LC_ALL", "C.UTF-8"));
  }

  /** Of the JVM that runs the tests. */
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** The packaged program and what it needs, behind the classes in {@code front}. */
  static String classPath(Path front) {
    Path target = Path.of("target").toAbsolutePath();
    return String.join(
        File.pathSeparator,
        front.toString(),
        target.resolve("cicd-monitor.jar").toString(),
        target.resolve("lib").resolve("*").toString());
  }
}
