package io.github.cicdmonitor.redact;

import io.github.cicdmonitor.model.SafeText;
import java.util.List;

/**
 * What the cutter asks of the redactor: neighbouring lines in, the same number of safe lines out.
 *
 * <p>Lines come without control text and without timestamps, so that a secret wrapped over two lines
 * can be seen.
 */
@FunctionalInterface
public interface LineRedaction {
  List<SafeText> redact(List<String> lines);
}
