package org.carillon.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.carillon.core.ports.ObjectDeniedException;
import org.carillon.core.ports.Objects;
import org.carillon.core.ports.ObjectsContract;
import org.carillon.core.ports.PortUnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

/** Objects as they go over the wire to S3. */
class S3ObjectsTest extends ObjectsContract {

  private S3Stub s3;
  private RestStub stub;
  private S3Client client;

  @BeforeEach
  void start() throws IOException {
    s3 = new S3Stub(bucket());
    stub = RestStub.start(s3);
    client = AwsPorts.s3(LocalServices.client(S3Client.builder(), stub.endpoint()), true);
  }

  @AfterEach
  void stop() {
    client.close();
    stub.close();
  }

  @Override
  protected Objects objects() {
    return new S3Objects(client);
  }

  @Override
  protected String bucket() {
    return "carillon-contract";
  }

  @Test
  void putIfAbsentAsksS3ToRefuseATakenKey() {
    objects().putIfAbsent(bucket(), "a/b", new byte[] {1}, "audio/wav", Map.of("leg", "a"));

    RestStub.Request request = s3.requests.getLast();
    assertThat(request.method()).isEqualTo("PUT");
    assertThat(request.path()).isEqualTo("/carillon-contract/a/b");
    assertThat(request.headers())
        .containsEntry("if-none-match", "*")
        .containsEntry("content-type", "audio/wav")
        .containsEntry("x-amz-meta-leg", "a");
  }

  @Test
  void aFileIsOnePutOfItsLength(@TempDir Path files) throws IOException {
    Path file = Files.write(files.resolve("a.wav"), new byte[70_000]);

    objects().put(bucket(), "a.wav", file, "audio/wav", Map.of("leg", "a"));

    RestStub.Request request = s3.requests.getLast();
    assertThat(s3.requests).hasSize(1);
    assertThat(request.headers())
        .containsEntry("content-length", "70000")
        .containsEntry("content-type", "audio/wav")
        .containsEntry("x-amz-meta-leg", "a");
  }

  @Test
  void aConflictWithAnotherPutAtTheSameMomentIsTriedAgain() {
    s3.conflicts.set(2);

    assertThat(objects().putIfAbsent(bucket(), "k", new byte[] {1}, "a/b", Map.of())).isTrue();
    assertThat(s3.requests).hasSize(3);
  }

  @Test
  void whetherAPutWouldBeTakenIsAskedWithoutLeavingAnObject() {
    assertThat(objects().accepts(bucket(), "calls/a.wav")).isTrue();

    assertThat(s3.requests)
        .extracting(request -> request.method() + " " + request.path())
        .containsExactly(
            "POST /carillon-contract/calls/a.wav", "DELETE /carillon-contract/calls/a.wav");
    assertThat(objects().list(bucket(), "", 1)).isEmpty();
    assertThat(objects().accepts("no-such-bucket", "calls/a.wav")).isFalse();
    s3.denied = true;
    assertThat(objects().accepts(bucket(), "calls/a.wav")).isFalse();
  }

  @Test
  void listsLongerThanAPageAreReadToTheirEnd() {
    s3.pageSize = 2;
    for (String key : List.of("a", "b", "c", "d", "e")) {
      objects().put(bucket(), key, key.getBytes(UTF_8), "text/plain", Map.of());
    }

    assertThat(objects().list(bucket(), "", 100)).containsExactly("a", "b", "c", "d", "e");
    assertThat(objects().list(bucket(), "", 3)).containsExactly("a", "b", "c");
  }

  @Test
  void aMissingBucketAndAMissingPermissionSayWhatToDo() {
    assertThatExceptionOfType(PortUnavailableException.class)
        .isThrownBy(() -> objects().put("no-such-bucket", "k", new byte[1], "a/b", Map.of()))
        .withMessageContaining("There is no bucket no-such-bucket");
    s3.denied = true;
    assertThatExceptionOfType(PortUnavailableException.class)
        .isThrownBy(() -> objects().put(bucket(), "k", new byte[1], "a/b", Map.of()))
        .withMessageContaining("Add the missing permission");
    assertThatExceptionOfType(ObjectDeniedException.class)
        .isThrownBy(() -> objects().get(bucket(), "k", 10))
        .withMessageContaining("Allow s3:GetObject");
  }
}
