package io.github.cicdmonitor.workflow;

import io.github.cicdmonitor.workflow.Yaml.Mapping;
import java.util.Optional;

/**
 * A workflow or action and what it means.
 *
 * @param root empty where the text is refused
 * @param refusal why the text is not read; a text that holds no mapping is refused too
 */
public record ParsedYaml(String text, Mapping root, Optional<StrictYaml.Refused> refusal) {
  public static ParsedYaml of(String text) {
    try {
      Yaml root = StrictYaml.read(text);
      return root.mapping()
          .map(mapping -> new ParsedYaml(text, mapping, Optional.empty()))
          .orElseGet(() -> refused(text, new StrictYaml.Refused("no list of keys", root.line())));
    } catch (StrictYaml.Refused e) {
      return refused(text, e);
    }
  }

  private static ParsedYaml refused(String text, StrictYaml.Refused why) {
    return new ParsedYaml(text, Mapping.EMPTY, Optional.of(why));
  }

  /** As a file of the repository; empty where the text is refused. */
  public Optional<WorkflowFile> at(String path) {
    return refusal.isPresent() ? Optional.empty() : Optional.of(new WorkflowFile(path, text, root));
  }
}
