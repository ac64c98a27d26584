import java.time.Duration;
import java.util.*;
import org.apache.kafka.clients.admin.*;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.*;
import org.apache.kafka.common.serialization.*;

/** A default producer with each codec, an assigning consumer, offsets by time: prints what a test expects. */
public class RoundTrip {
    static final int RECORDS = 5000;
    static final long START_MS = 1_700_000_000_000L;

    public static void main(String[] args) throws Exception {
        String address = args[0];
        for (String codec : List.of("none", "gzip", "snappy", "lz4", "zstd")) {
            System.out.println(codec + " " + produce(address, codec) + " " + consume(address, codec));
        }
        seek(address);
        refuseTransactions(address);
        administer(address);
    }

    static String produce(String address, String codec) throws Exception {
        Map<String, Object> config = Map.of("bootstrap.servers", address, "compression.type", codec);
        int acknowledged = 0;
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            var sent = new ArrayList<java.util.concurrent.Future<RecordMetadata>>();
            for (int i = 0; i < RECORDS; i++) {
                var record = new ProducerRecord<>(codec, 0, START_MS + i, "key" + i, "value" + i);
                record.headers().add("unit", "bar".getBytes()).add("none", null);
                sent.add(producer.send(record));
            }
            for (var one : sent) {
                if (one.get().offset() == acknowledged) {
                    acknowledged++;
                }
            }
        }
        return "acknowledged " + acknowledged;
    }

    static String consume(String address, String codec) {
        int read = 0;
        try (var consumer = consumer(address)) {
            var partition = new TopicPartition(codec, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (read < RECORDS && System.nanoTime() < deadline) {
                for (var record : consumer.poll(Duration.ofMillis(500))) {
                    boolean same = record.offset() == read && record.timestamp() == START_MS + read
                        && record.key().equals("key" + read) && record.value().equals("value" + read)
                        && new String(record.headers().lastHeader("unit").value()).equals("bar")
                        && record.headers().lastHeader("none").value() == null;
                    if (!same) {
                        return "differs at " + read + ": " + record;
                    }
                    read++;
                }
            }
        }
        return "consumed " + read;
    }

    static void seek(String address) {
        try (var consumer = consumer(address)) {
            var partition = new TopicPartition("lz4", 0);
            consumer.assign(List.of(partition));
            System.out.println("by time " + consumer.offsetsForTimes(Map.of(partition, START_MS + 1234)).get(partition).offset());
            System.out.println("ends " + consumer.beginningOffsets(List.of(partition)).get(partition)
                + " " + consumer.endOffsets(List.of(partition)).get(partition));
            consumer.seek(partition, 4000);
            var records = consumer.poll(Duration.ofSeconds(10));
            System.out.println("seek " + records.iterator().next().offset());
        }
    }

    static void refuseTransactions(String address) {
        Map<String, Object> config = Map.of("bootstrap.servers", address, "transactional.id", "t", "max.block.ms", 5000);
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            System.out.println("transactions accepted");
        } catch (KafkaException e) {
            System.out.println("transactions refused " + e.getClass().getSimpleName());
        }
    }

    static void administer(String address) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", address))) {
            admin.createTopics(List.of(new NewTopic("made", Optional.of(2), Optional.empty()))).all().get();
            var made = admin.describeTopics(List.of("made")).allTopicNames().get().get("made");
            System.out.println("made " + made.partitions().size() + " " + !made.topicId().equals(Uuid.ZERO_UUID));
            System.out.println("nodes " + admin.describeCluster().nodes().get().size());
            var latest = admin.listOffsets(Map.of(new TopicPartition("lz4", 0), OffsetSpec.maxTimestamp())).all().get();
            System.out.println("max timestamp " + latest.values().iterator().next().offset());
            admin.deleteTopics(List.of("made")).all().get();
        }
    }

    static KafkaConsumer<String, String> consumer(String address) {
        Map<String, Object> config = Map.of("bootstrap.servers", address, "isolation.level", "read_committed");
        return new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
    }
}
