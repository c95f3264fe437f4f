package io.github.cicdmonitor.sandbox;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table of routes, first match wins. {@code {name}} stands for one path segment, {@code {name...}} for one or more (branch names and file
 * paths hold slashes, which GitHub takes encoded or not).
 */
final class Routes {
  private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)(\\.\\.\\.)?}");

  /** Answers a request; {@code parameters} are the decoded parts of the path, by name. */
  interface Handler {
    Answer answer(Request request, Map<String, String> parameters);
  }

  /** A route together with what it found in the path. */
  record Match(Route route, Map<String, String> parameters) {
    Answer answer(Request request) {
      return route.handler.answer(request, parameters);
    }
  }

  /**
   * One line of the table.
   *
   * @param permission what a token needs, as in X-Accepted-GitHub-Permissions; empty where nothing special is needed
   */
  record Route(
      String method, Pattern path, List<String> names, String permission, Handler handler) {}

  private final List<Route> table = new ArrayList<>();

  void on(String method, String path, Handler handler) {
    on(method, path, "", handler);
  }

  void on(String method, String path, String permission, Handler handler) {
    List<String> names = new ArrayList<>();
    StringBuilder pattern = new StringBuilder();
    Matcher matcher = PARAMETER.matcher(path);
    int end = 0;
    while (matcher.find()) {
      pattern.append(Pattern.quote(path.substring(end, matcher.start())));
      pattern.append(matcher.group(2) == null ? "([^/]+)" : "(.+)");
      names.add(matcher.group(1));
      end = matcher.end();
    }
    pattern.append(Pattern.quote(path.substring(end)));
    table.add(new Route(method, Pattern.compile(pattern.toString()), names, permission, handler));
  }

  Optional<Match> find(String method, String path) {
    for (Route route : table) {
      Matcher matcher = route.path.matcher(path);
      if (route.method.equals(method) && matcher.matches()) {
        return Optional.of(new Match(route, parameters(route, matcher)));
      }
    }
    return Optional.empty();
  }

  private static Map<String, String> parameters(Route route, Matcher matcher) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (int i = 0; i < route.names.size(); i++) {
      // A plus sign is itself in a path; only in a query it means a blank.
      String raw = matcher.group(i + 1).replace("+", "%2B");
      parameters.put(route.names.get(i), URLDecoder.decode(raw, StandardCharsets.UTF_8));
    }
    return parameters;
  }
}
