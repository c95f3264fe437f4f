package io.github.cicdmonitor.gate.shell;

import java.util.List;
import java.util.Map;

/** A place in the text of a script, and what is known there: shared by all who read on from it. */
final class ShellCursor {
  final String text;
  /** Values of variables that were assigned as literals so far. */
  final Map<String, String> variables;
  /** What could not be followed. */
  final List<String> opaque;

  final int depth;
  int at;
  int line;

  ShellCursor(
      String text, int line, Map<String, String> variables, List<String> opaque, int depth) {
    this.text = text;
    this.line = line;
    this.variables = variables;
    this.opaque = opaque;
    this.depth = depth;
  }

  /** One level deeper, at the start of another text. */
  ShellCursor inside(String other) {
    return new ShellCursor(other, line, variables, opaque, depth + 1);
  }

  /** The character at an index; 0 behind the end. */
  char peekAt(int index) {
    return index < text.length() ? text.charAt(index) : '\0';
  }
}
