package io.github.cicdmonitor.redact;

import java.util.List;

/**
 * A name that holds a key word.
 *
 * @param start of its characters in the line, inclusive
 * @param end exclusive
 * @param words what it is made of, in lower case
 */
record SecretName(ScannedLine scan, int start, int end, List<String> words) {
  NamedValue with(NamedValue.Syntax syntax, Values.Value value) {
    return new NamedValue(this, syntax, value);
  }
}
