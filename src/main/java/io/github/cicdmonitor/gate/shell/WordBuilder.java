package io.github.cicdmonitor.gate.shell;

import io.github.cicdmonitor.gate.shell.Shell.Item;
import io.github.cicdmonitor.gate.shell.Shell.Word;
import java.util.ArrayList;
import java.util.List;

/** A word of a script as its parts are read. */
final class WordBuilder {
  private final StringBuilder text = new StringBuilder();
  private final List<List<Item>> inner = new ArrayList<>();
  private boolean dynamic;
  private boolean assembled;
  private boolean quoted;
  private boolean any;

  void append(char c) {
    text.append(c);
    any = true;
  }

  void append(String s) {
    text.append(s);
    any = true;
  }

  void inner(List<Item> list) {
    inner.add(list);
    text.append("$()");
    dynamic = true;
    any = true;
  }

  void dynamic() {
    dynamic = true;
    any = true;
  }

  void assembled() {
    assembled = true;
    any = true;
  }

  void quoted() {
    quoted = true;
    any = true;
  }

  boolean isEmpty() {
    return !any;
  }

  Word build() {
    return new Word(text.toString(), dynamic, assembled, quoted, List.copyOf(inner));
  }
}
