package io.github.cicdmonitor.github;

import io.github.cicdmonitor.remote.HttpError;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/** The {@code Link} header of a listing. A next page is one of the same listing or it is nonsense. */
final class LinkHeader {
  private static final Pattern NEXT = Pattern.compile("<([^<>]{1,2000})>\\s*;\\s*rel=\"?next\"?");
  private static final int LONGEST = 8_000;
  // GitHub's own links name a repository by its number, whatever it was asked by.
  private static final Pattern BY_NUMBER = Pattern.compile("/repositories/\\d{1,19}(?=/)");
  private static final Pattern BY_NAME = Pattern.compile("/repos/[^/]+/[^/]+(?=/)");

  private LinkHeader() {}

  /** Whether a next page is named; throws a {@link HttpError} when it lies elsewhere. */
  static boolean hasNext(Optional<String> header, HttpUrl asked) {
    Optional<String> next =
        header.filter(text -> text.length() <= LONGEST).flatMap(LinkHeader::next);
    if (next.isEmpty()) {
      return false;
    }
    HttpUrl url = asked.resolve(next.get());
    if (url == null
        || !url.host().equals(asked.host())
        || !isSameListing(asked.encodedPath(), url.encodedPath())
        || page(url) <= page(asked)) {
      throw HttpError.nonsense("its link to the next page leads elsewhere");
    }
    return true;
  }

  private static boolean isSameListing(String asked, String next) {
    return next.equals(asked)
        || BY_NUMBER
            .matcher(next)
            .replaceFirst("/repository")
            .equals(BY_NAME.matcher(asked).replaceFirst("/repository"));
  }

  private static Optional<String> next(String header) {
    Matcher matcher = NEXT.matcher(header);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  static int page(HttpUrl url) {
    String page = url.queryParameter("page");
    if (page == null) {
      return 1;
    }
    return page.matches("\\d{1,6}") ? Integer.parseInt(page) : 0;
  }
}
