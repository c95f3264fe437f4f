package io.github.cicdmonitor.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** What a stored notice says and where. */
record NoticePayload(String channel, String text) {
  static NoticePayload read(String payload) {
    try {
      JsonNode node = new ObjectMapper().readTree(payload);
      return new NoticePayload(
          node.path("channel").asText(),
          node.path("text")
              .asText()
              .replace("&lt;", "<")
              .replace("&gt;", ">")
              .replace("&amp;", "&"));
    } catch (JsonProcessingException e) {
      return new NoticePayload("", "");
    }
  }
}
