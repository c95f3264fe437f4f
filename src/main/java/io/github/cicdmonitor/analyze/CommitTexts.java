package io.github.cicdmonitor.analyze;

import io.github.cicdmonitor.workflow.WorkflowFile;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Texts of the files of one commit: each is read when it is first asked for, and once. A fix that
 * wants more of them than a repository usually needs is not computed.
 */
public final class CommitTexts implements Function<String, Optional<String>> {
  private static final int MOST_WORKFLOWS = 60;
  private static final int MOST_OTHERS = 40;
  private static final int MOST_CHARACTERS = 16 * 1024 * 1024;

  private final Function<String, Optional<String>> reading;
  private final Map<String, Optional<String>> read = new HashMap<>();
  private int workflows;
  private int others;
  private long characters;

  /** More was asked for than is read. */
  static final class TooMuch extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooMuch(String what) {
      super(what);
    }
  }

  /** @param reading the text at a path; empty where there is none */
  public CommitTexts(Function<String, Optional<String>> reading) {
    this.reading = reading;
  }

  @Override
  public Optional<String> apply(String path) {
    Optional<String> known = read.get(path);
    if (known != null) {
      return known;
    }
    boolean workflow = WorkflowFile.isWorkflow(path);
    if (workflow ? workflows++ >= MOST_WORKFLOWS : others++ >= MOST_OTHERS) {
      throw new TooMuch("it needs more files than are read for one failure");
    }
    Optional<String> text = reading.apply(path);
    characters += text.map(String::length).orElse(0);
    if (characters > MOST_CHARACTERS) {
      throw new TooMuch("its files are larger than what is read for one failure");
    }
    read.put(path, text);
    return text;
  }
}
