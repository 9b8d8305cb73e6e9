package org.carillon.aws;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.core.ports.ObjectDeniedException;
import org.carillon.core.ports.ObjectName;
import org.carillon.core.ports.ObjectPart;
import org.carillon.core.ports.ObjectTooLargeException;
import org.carillon.core.ports.Objects;
import org.carillon.core.ports.PortUnavailableException;
import org.carillon.core.ports.StoredObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The object store on S3. Buckets are the operator's: none is made here. */
final class S3Objects implements Objects {

  private static final int LIST_PAGE = 1000;
  private static final int MAX_ATTEMPTS = 5;

  private static final Logger LOG = LoggerFactory.getLogger(S3Objects.class);

  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int PRECONDITION_FAILED = 412;
  private static final int CONFLICT = 409;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 16;

  private final S3Client s3;

  S3Objects(S3Client s3) {
    this.s3 = s3;
  }

  @Override
  public void put(
      String bucket, String key, byte[] content, String contentType, Map<String, String> metadata) {
    ObjectName.check(bucket, key);
    ObjectName.checkMetadata(metadata);
    put(bucket, key, contentType, metadata, RequestBody.fromBytes(content));
  }

  /** Of the file, pieces are held that it is read and sent by. */
  @Override
  public void put(
      String bucket, String key, Path file, String contentType, Map<String, String> metadata) {
    ObjectName.check(bucket, key);
    ObjectName.checkMetadata(metadata);
    ObjectName.checkFile(file);
    put(bucket, key, contentType, metadata, RequestBody.fromFile(file));
  }

  private void put(
      String bucket,
      String key,
      String contentType,
      Map<String, String> metadata,
      RequestBody content) {
    try {
      s3.putObject(request(bucket, key, contentType, metadata).build(), content);
    } catch (SdkException e) {
      throw unavailable(bucket, key, e);
    }
  }

  /**
   * Asks with {@code If-None-Match: *}. When two do so at once S3 may answer one with 409
   * ConditionalRequestConflict and asks to try again.
   */
  @Override
  public boolean putIfAbsent(
      String bucket, String key, byte[] content, String contentType, Map<String, String> metadata) {
    ObjectName.check(bucket, key);
    ObjectName.checkMetadata(metadata);
    PutObjectRequest request = request(bucket, key, contentType, metadata).ifNoneMatch("*").build();
    for (int attempt = 1; ; attempt++) {
      try {
        s3.putObject(request, RequestBody.fromBytes(content));
        return true;
      } catch (S3Exception e) {
        if (e.statusCode() == PRECONDITION_FAILED) {
          return false;
        }
        if (e.statusCode() != CONFLICT || attempt == MAX_ATTEMPTS) {
          throw unavailable(bucket, key, e);
        }
      } catch (SdkException e) {
        throw unavailable(bucket, key, e);
      }
    }
  }

  /**
   * Begins a multipart upload and gives it up: that needs the right to put, and leaves no object
   * and no event.
   */
  @Override
  public boolean accepts(String bucket, String key) {
    ObjectName.check(bucket, key);
    String upload;
    try {
      upload = s3.createMultipartUpload(r -> r.bucket(bucket).key(key)).uploadId();
    } catch (S3Exception e) {
      if (e.statusCode() == FORBIDDEN || e.statusCode() == NOT_FOUND) {
        return false;
      }
      throw unavailable(bucket, key, e);
    } catch (SdkException e) {
      throw unavailable(bucket, key, e);
    }
    try {
      s3.abortMultipartUpload(r -> r.bucket(bucket).key(key).uploadId(upload));
    } catch (SdkException e) {
      LOG.warn(
          "An empty upload to s3://{}/{} could not be given up. Let a rule of the bucket end"
              + " unfinished uploads: {}",
          bucket,
          key,
          e.getMessage());
    }
    return true;
  }

  private static PutObjectRequest.Builder request(
      String bucket, String key, String contentType, Map<String, String> metadata) {
    return PutObjectRequest.builder()
        .bucket(bucket)
        .key(key)
        .contentType(contentType)
        .metadata(metadata);
  }

  @Override
  public Optional<StoredObject> get(String bucket, String key, long maxBytes) {
    ObjectName.check(bucket, key);
    try (ResponseInputStream<GetObjectResponse> body =
        s3.getObject(r -> r.bucket(bucket).key(key))) {
      GetObjectResponse head = body.response();
      long size = head.contentLength();
      if (size > maxBytes || size > LARGEST_ARRAY) {
        body.abort();
        throw new ObjectTooLargeException(bucket, key, size, maxBytes);
      }
      return Optional.of(
          new StoredObject(
              body.readNBytes((int) size),
              Optional.ofNullable(head.contentType()).orElse("application/octet-stream"),
              head.metadata()));
    } catch (NoSuchKeyException | NoSuchBucketException e) {
      return Optional.empty();
    } catch (SdkException e) {
      throw AwsErrors.isDenied(e) ? denied(bucket, key, e) : unavailable(bucket, key, e);
    } catch (IOException e) {
      throw broken(bucket, key, e);
    }
  }

  @Override
  public Optional<ObjectPart> read(String bucket, String key, long offset, int length) {
    ObjectName.check(bucket, key);
    if (offset < 0 || length < 1) {
      throw new IllegalArgumentException("a part is 1 byte or more from 0 or later");
    }
    String range = "bytes=" + offset + "-" + (offset + length - 1);
    try (ResponseInputStream<GetObjectResponse> body =
        s3.getObject(r -> r.bucket(bucket).key(key).range(range))) {
      GetObjectResponse head = body.response();
      // "bytes 0-99/1234"; without it the store gave the whole object
      String whole = head.contentRange();
      if (whole == null) {
        body.skipNBytes(Math.min(offset, head.contentLength()));
      }
      long size =
          whole == null
              ? head.contentLength()
              : Long.parseLong(whole.substring(whole.indexOf('/') + 1));
      return Optional.of(new ObjectPart(body.readNBytes(length), size, head.eTag()));
    } catch (NoSuchKeyException | NoSuchBucketException e) {
      return Optional.empty();
    } catch (S3Exception e) {
      if (e.statusCode() == RANGE_NOT_SATISFIABLE) {
        return end(bucket, key);
      }
      throw unavailable(bucket, key, e);
    } catch (SdkException e) {
      throw unavailable(bucket, key, e);
    } catch (IOException e) {
      throw broken(bucket, key, e);
    }
  }

  /** Nothing, behind the end of an object. */
  private Optional<ObjectPart> end(String bucket, String key) {
    try {
      HeadObjectResponse head = s3.headObject(r -> r.bucket(bucket).key(key));
      return Optional.of(new ObjectPart(new byte[0], head.contentLength(), head.eTag()));
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    } catch (SdkException e) {
      throw unavailable(bucket, key, e);
    }
  }

  private static PortUnavailableException broken(String bucket, String key, IOException e) {
    return new PortUnavailableException(
        "s3://" + bucket + "/" + key + " broke off while it was read. It is worth trying again.",
        e);
  }

  @Override
  public List<String> list(String bucket, String keyPrefix, int limit) {
    ObjectName.checkBucket(bucket);
    if (limit < 1) {
      throw new IllegalArgumentException("limit is 1 or more: " + limit);
    }
    List<String> keys = new ArrayList<>();
    String from = null;
    try {
      do {
        String token = from;
        int page = Math.min(LIST_PAGE, limit - keys.size());
        ListObjectsV2Response response =
            s3.listObjectsV2(
                r -> r.bucket(bucket).prefix(keyPrefix).maxKeys(page).continuationToken(token));
        response.contents().stream().map(S3Object::key).forEach(keys::add);
        from = response.nextContinuationToken();
      } while (from != null && keys.size() < limit);
    } catch (NoSuchBucketException e) {
      return List.of();
    } catch (SdkException e) {
      throw unavailable(bucket, keyPrefix, e);
    }
    return keys;
  }

  @Override
  public void delete(String bucket, String key) {
    ObjectName.check(bucket, key);
    try {
      s3.deleteObject(r -> r.bucket(bucket).key(key));
    } catch (NoSuchBucketException e) {
      return; // then there is no such object either
    } catch (SdkException e) {
      throw unavailable(bucket, key, e);
    }
  }

  /** S3 says 403 of a missing key too, to who may not list the bucket. */
  private static ObjectDeniedException denied(String bucket, String key, SdkException e) {
    return new ObjectDeniedException(
        "s3://"
            + bucket
            + "/"
            + key
            + " may not be read. Allow s3:GetObject on it to this process's role, and s3:ListBucket"
            + " on its bucket to be told when there is no such object: "
            + e.getMessage(),
        e);
  }

  private static PortUnavailableException unavailable(String bucket, String key, SdkException e) {
    if (e instanceof NoSuchBucketException) {
      return new PortUnavailableException(
          "There is no bucket " + bucket + ". Make it, or name another one in the settings.", e);
    }
    return AwsErrors.unavailable("s3://" + bucket + "/" + key, e);
  }
}
