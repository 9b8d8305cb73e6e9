package org.carillon.core.porting;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.core.CoreFixture.refused;

import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.carillon.contract.ErrorType;
import org.carillon.core.Account;
import org.junit.jupiter.api.Test;

/** Links for documents: good for ten days, one document and one account (N4, N5). */
class RequestDocumentsTest {

  private final PortingFixture porting = new PortingFixture();
  private final String request =
      (String) porting.portIn(PortInTest.request("Remark", "none")).get("RequestId");

  @Test
  void aDocumentIsPutUnderItsLink() {
    Map<String, Object> document = porting.upload(request, "LATEST_BILL");
    assertThat(document)
        .containsEntry("Status", "AWAITING_UPLOAD")
        .containsEntry("ExpiresTimestamp", "2026-01-11T00:00:00Z");

    porting.receive(PortingFixture.token(document), PortingFixture.PDF);

    Map<String, Object> received = porting.documents.list(request).getFirst();
    assertThat(received)
        .containsEntry("Status", "RECEIVED")
        .containsEntry("ContentType", "application/pdf")
        .containsEntry("Size", (long) PortingFixture.PDF.length)
        .containsEntry("Bucket", PortingFixture.DOCUMENTS)
        .doesNotContainKey("UploadPath");
    assertThat(
            porting
                .objects
                .get((String) received.get("Bucket"), (String) received.get("Key"), 1000)
                .orElseThrow()
                .content())
        .isEqualTo(PortingFixture.PDF);
    assertThat(porting.documents.hasReceived(request, "LATEST_BILL")).isTrue();
    assertThat(porting.documents.hasReceived(request, "LETTER_OF_AGENCY")).isFalse();
  }

  @Test
  void aLinkEndsAfterTenDays() {
    String token = PortingFixture.token(porting.upload(request, "OTHER"));
    porting.core.pass(Duration.ofDays(10).minusMillis(1));
    porting.receive(token, PortingFixture.PDF);
    porting.core.pass(Duration.ofMillis(1));

    refused(
        ErrorType.FORBIDDEN,
        "The link expired at 2026-01-11T00:00:00Z",
        () -> porting.receive(token, PortingFixture.PDF));
  }

  @Test
  void aLinkThatWasAlteredIsRefused() {
    String token = PortingFixture.token(porting.upload(request, "OTHER"));

    for (String bad :
        List.of("", "x", "!!", token.substring(1), token + "AAAA", "a".repeat(100_000))) {
      refused(ErrorType.FORBIDDEN, "was altered", () -> porting.receive(bad, PortingFixture.PDF));
    }
  }

  @Test
  void aLinkOfAnotherAccountIsRefused() {
    var other =
        new RequestDocuments(
            porting.core.items,
            porting.objects,
            porting.core.sealer,
            new NumberRequests(
                porting.core.items, new Account("999988887777", "us-east-1"), porting.core.clock),
            PortingFixture.DOCUMENTS);
    String token = PortingFixture.token(porting.upload(request, "OTHER"));

    refused(
        ErrorType.FORBIDDEN,
        "another account",
        () -> other.receive(other.open(token), PortingFixture.PDF));
  }

  @Test
  void onlyWholePdfPngAndJpegFilesAreTaken() {
    String token = PortingFixture.token(porting.upload(request, "OTHER"));
    HexFormat hex = HexFormat.of();
    for (byte[] good :
        List.of(
            PortingFixture.PDF,
            hex.parseHex("89504e470d0a1a0a" + "00".repeat(20) + "49454e44ae426082"),
            hex.parseHex("ffd8ffe0" + "00".repeat(20) + "ffd9"))) {
      porting.receive(token, good);
    }
    for (byte[] bad :
        List.of(
            new byte[0],
            "<html>".getBytes(US_ASCII),
            "%PDF-1.7\n cut off".getBytes(US_ASCII),
            hex.parseHex("89504e470d0a1a0a" + "00".repeat(20)),
            hex.parseHex("ffd8ffe0" + "00".repeat(20)))) {
      refused(ErrorType.BAD_REQUEST, "cannot be read", () -> porting.receive(token, bad));
    }
    byte[] large = Arrays.copyOf(PortingFixture.PDF, RequestDocuments.MAX_BYTES + 1);
    refused(ErrorType.BAD_REQUEST, "more than", () -> porting.receive(token, large));
  }

  @Test
  void aRequestThatHasEndedTakesNoMore() {
    String token = PortingFixture.token(porting.upload(request, "OTHER"));
    porting.updatePortIn(Map.of("RequestId", request, "Status", "CANCELLED"));

    refused(ErrorType.CONFLICT, "has ended", () -> porting.receive(token, PortingFixture.PDF));
    refused(ErrorType.CONFLICT, "has ended", () -> porting.upload(request, "OTHER"));
    refused(
        ErrorType.NOT_FOUND,
        "RequestId",
        () -> porting.upload("11111111-1111-4111-8111-111111111111", "OTHER"));
  }

  @Test
  void aRequestHasTwentyDocumentsAtMost() {
    for (int i = 0; i < 20; i++) {
      porting.upload(request, "OTHER");
    }
    refused(ErrorType.RESOURCE_LIMIT_EXCEEDED, "20", () -> porting.upload(request, "OTHER"));
  }
}
