package io.github.cicdmonitor.logs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.diagnose.Judge;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.redact.Redactor;
import io.github.cicdmonitor.rules.RuleSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Explains many logs in one process, one JSON object a line: {@code ScoreMain FILE…}; with {@code
 * --explain} first, prints the excerpt and the hits of one file as text.
 */
final class ScoreMain {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ScoreMain() {}

  public static void main(String[] args) throws IOException {
    RuleSet rules = RuleSet.builtIn();
    LogCutter cutter = new LogCutter(Judge.interest(rules));
    Judge matcher = new Judge(rules);
    boolean explain = args[0].equals("--explain");
    for (String file : Arrays.asList(args).subList(explain ? 1 : 0, args.length)) {
      Excerpt excerpt = cut(cutter, file);
      if (explain) {
        System.out.println(excerpt.errorLines());
        excerpt.lines().forEach(l -> System.out.println(l.number() + " " + l.text()));
        matcher.explain(excerpt).forEach(System.out::println);
      } else {
        System.out.println(json(file, excerpt, matcher));
      }
    }
  }

  private static Excerpt cut(LogCutter cutter, String file) throws IOException {
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      return cutter.cut(in, LogCutter.Cut.typical(Redactor.withoutOwnSecrets()));
    }
  }

  private static String json(String file, Excerpt excerpt, Judge matcher) throws IOException {
    ObjectNode out = JSON.createObjectNode().put("file", file);
    if (matcher.judge(excerpt).isPresent()) {
      Diagnosis d = matcher.judge(excerpt).get();
      out.put("class", d.failureClass().name());
      out.put("category", d.category().word());
      out.put("confidence", d.confidence());
      out.put("transient", d.transientFault());
      out.put("rule", d.rule().orElse("-"));
      out.put("root_cause", d.rootCause().value());
      ArrayNode evidence = out.putArray("evidence");
      d.evidence()
          .forEach(e ->
              evidence.addObject().put("line", e.line()).put("text", e.text().value()));
    }
    ObjectNode cut = out.putObject("excerpt");
    ArrayNode ranges = cut.putArray("ranges");
    excerpt.ranges().forEach(r -> ranges.addArray().add(r.from()).add(r.to()));
    cut.put("lines", excerpt.lines().size()).put("tokens", excerpt.tokens());
    return JSON.writeValueAsString(out);
  }
}
