package io.github.cicdmonitor.gate;

/** Files that are no workflow: each by its own reader, or honestly unknown. */
final class OtherFiles {
  private OtherFiles() {}

  /** {@code before} and {@code after} differ. */
  static void read(
      FileKind kind, String before, String after, GateContext context, Findings found) {
    VersionEvidence evidence = VersionEvidence.of(context.facts(), before);
    switch (kind) {
      case DOCUMENTATION -> found.add(ChangeKind.K6, 1, "text");
      case TOOL_VERSION -> toolVersion(before, after, found);
      case REQUIREMENTS -> RequirementsFile.compare(before, after, evidence, found);
      case SCRIPT -> BuildFiles.script(found.path(), before, after, context.facts(), found);
      case GRADLE -> BuildFiles.gradle(before, after, evidence, found);
      case WRAPPER -> BuildFiles.wrapper(before, after, evidence, found);
      case MAVEN -> MavenPom.compare(before, after, evidence, found);
      case GO_MOD -> GoModule.compare(before, after, evidence, found);
      case GO_SUM ->
        new LockChange(found, evidence)
            .compare(LockFormats.goSum(before), LockFormats.goSum(after));
      case YARN_LOCK ->
        new LockChange(found, evidence).compare(LockFormats.yarn(before), LockFormats.yarn(after));
      case PNPM_LOCK -> LockFormats.pnpm(before, after, evidence, found);
      case TOML_MANIFEST -> TomlFile.manifest(before, after, evidence, found);
      case TOML_LOCK ->
        new LockChange(found, evidence).compare(TomlFile.locked(before), TomlFile.locked(after));
      case NPM_MANIFEST -> NpmFiles.manifest(before, after, evidence, context.facts(), found);
      case NPM_LOCK -> NpmFiles.lock(before, after, evidence, found);
      case QUALITY_GATE -> found.add(ChangeKind.K22, 1, "the configuration of a check");
      case PACKAGE_SOURCE -> {
        found.add(ChangeKind.K15, 1, "where packages come from, or how they are treated");
        found.ask("where packages come from");
      }
      case TEST -> found.add(ChangeKind.K22, 1, "a test or what it expects");
      default -> found.add(ChangeKind.K23, 1, "a change that nobody here can read");
    }
  }

  private static void toolVersion(String before, String after, Findings found) {
    if (Literals.isVersion(after.strip()) && Literals.isVersion(before.strip())) {
      found.add(ChangeKind.K6, 1, Findings.quoted(before) + " → " + Findings.quoted(after));
    } else {
      found.add(ChangeKind.K23, 1, Findings.quoted(after));
    }
  }
}
