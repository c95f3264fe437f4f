package io.github.cicdmonitor.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A page of a listing with GitHub's Link header, whose addresses name the repository by number.
 *
 * @param all everything that the listing can ever show, in order
 */
record Paging<T>(Request request, SandboxRepository repository, String root, List<T> all) {
  private static final int MOST = 100;

  private int perPage() {
    return Math.min(MOST, request.number("per_page", 30));
  }

  private int page() {
    return request.number("page", 1);
  }

  private List<T> items() {
    int from = Math.min(all.size(), (page() - 1) * perPage());
    return all.subList(from, Math.min(all.size(), from + perPage()));
  }

  /** The page as an array. */
  Answer array(Function<T, JsonNode> json) {
    return linked(Answer.ok(items().stream().map(json).collect(Json.toArray())));
  }

  /** The page as {@code {"total_count": …, "NAME": […]}}. */
  Answer wrapped(String name, int totalCount, Function<T, JsonNode> json) {
    return linked(Answer.ok(Json.object(
        "total_count", totalCount, name, items().stream().map(json).collect(Json.toArray()))));
  }

  private Answer linked(Answer answer) {
    int last = Math.max(1, (all.size() + perPage() - 1) / perPage());
    List<String> links = new ArrayList<>();
    if (page() > 1) {
      links.add(link(page() - 1, "prev"));
    }
    if (page() < last) {
      links.add(link(page() + 1, "next"));
      links.add(link(last, "last"));
    }
    if (page() > 1) {
      links.add(link(1, "first"));
    }
    return links.isEmpty() ? answer : answer.with("Link", String.join(", ", links));
  }

  private String link(int page, String rel) {
    Map<String, String> query = new LinkedHashMap<>(request.query());
    query.put("page", Integer.toString(page));
    StringBuilder text = new StringBuilder();
    query.forEach((name, value) -> text.append(text.length() == 0 ? '?' : '&')
        .append(name)
        .append('=')
        .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    String path =
        request.path().replaceFirst("^/repos/[^/]+/[^/]+", "/repositories/" + repository.id());
    return "<" + root + path + text + ">; rel=\"" + rel + "\"";
  }
}
