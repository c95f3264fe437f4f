package io.github.cicdmonitor.github;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.remote.HttpError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

/** Listings of GitHub's API, which come in pages. */
final class Listings {
  static final int PER_PAGE = 100;

  private static final Set<Integer> NOT_TO_BE_HAD = Set.of(403, 404, 409, 410);

  private final GitHubApi api;

  Listings(GitHubApi api) {
    this.api = api;
  }

  /** A listing's page. */
  record Page(boolean notModified, Optional<String> etag, JsonNode body, boolean hasNext) {}

  /**
   * One page.
   *
   * @param kept the page's validator as last answered; counts for the same credentials only
   */
  Page page(String what, HttpUrl url, Optional<String> kept) {
    return api.reading(what, () -> page(url, kept));
  }

  /** Like {@link #page}; empty for 403 (without a limit), 404, 409 and 410. */
  Optional<Page> findPage(String what, HttpUrl url, Optional<String> kept) {
    return api.reading(what, () -> {
      try {
        return Optional.of(page(url, kept));
      } catch (HttpError refusal) {
        if (NOT_TO_BE_HAD.contains(refusal.status())) {
          return Optional.empty();
        }
        throw refusal;
      }
    });
  }

  private Page page(HttpUrl url, Optional<String> kept) {
    Request.Builder request = new Request.Builder().url(url);
    Optional<String> who = api.authorization(url);
    Validator.etag(kept, who).ifPresent(etag -> request.header("If-None-Match", etag));
    Response response = api.send(request.build());
    boolean unchanged = response.code() == 304;
    return new Page(
        unchanged,
        Optional.ofNullable(response.header("ETag"))
            .map(etag -> Validator.of(who, etag).text())
            .or(() -> unchanged ? kept : Optional.empty()),
        unchanged ? Json.MAPPER.createObjectNode() : Json.parse(GitHubApi.bytes(response)),
        LinkHeader.hasNext(
            Optional.ofNullable(response.header("Link")), response.request().url()));
  }

  /**
   * The elements of all pages of a listing.
   *
   * @param elements takes the list out of a page's body
   * @param mostPages where we stop reading, whatever the links say
   */
  List<JsonNode> all(
      String what, HttpUrl first, Function<JsonNode, JsonNode> elements, int mostPages) {
    return api.reading(what, () -> pages(first, elements, mostPages));
  }

  /** Like {@link #all}, of a body that is the list itself; empty for 404 and 410. */
  Optional<List<JsonNode>> findAll(String what, HttpUrl first, int mostPages) {
    return api.reading(
        what, () -> GitHubApi.unlessGone(() -> pages(first, body -> body, mostPages)));
  }

  private List<JsonNode> pages(
      HttpUrl first, Function<JsonNode, JsonNode> elements, int mostPages) {
    List<JsonNode> all = new ArrayList<>();
    for (int number = 1; number <= mostPages; number++) {
      HttpUrl url = first
          .newBuilder()
          .setQueryParameter("per_page", String.valueOf(PER_PAGE))
          .setQueryParameter("page", String.valueOf(number))
          .build();
      Page page = page(url, Optional.empty());
      all.addAll(Json.list(elements.apply(page.body()), "the elements"));
      if (!page.hasNext()) {
        break;
      }
    }
    return all;
  }
}
