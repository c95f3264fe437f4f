package io.github.cicdmonitor.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.cicdmonitor.store.AuditLog;

/** What an entry of the audit trail says beside what, where and who. Apart, for its reader is slow to start. */
final class AuditDetail {
  private static final ObjectMapper READER = new ObjectMapper();

  private AuditDetail() {}

  /** The stored object; as text where it was tampered with and is none any more. */
  static JsonNode of(AuditLog.Entry entry) {
    try {
      return READER.readTree(entry.detail());
    } catch (JsonProcessingException e) {
      return TextNode.valueOf(entry.detail());
    }
  }
}
