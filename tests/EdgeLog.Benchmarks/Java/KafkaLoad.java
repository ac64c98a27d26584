import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * KafkaLoad produce BOOTSTRAP TOPIC RECORD_BYTES RECORDS   one producer at Java's defaults
 * KafkaLoad fetch BOOTSTRAP TOPIC RECORDS                  one consumer that assigns all partitions, from the beginning
 *
 * Prints "seconds=… mb=… records=… cpu=…": payload megabytes (10^6), and the client's own processor seconds.
 */
public final class KafkaLoad {
    public static void main(String[] args) throws Exception {
        Properties client = new Properties();
        client.put("bootstrap.servers", args[1]);
        if (args[0].equals("produce")) {
            produce(client, args[2], Integer.parseInt(args[3]), Long.parseLong(args[4]));
        } else {
            fetch(client, args[2], Long.parseLong(args[3]));
        }
    }

    private static void produce(Properties client, String topic, int recordBytes, long records) throws Exception {
        byte[] value = new byte[recordBytes];
        new java.util.Random(1).nextBytes(value);
        try (var producer = new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < 20_000; i++) {
                producer.send(new ProducerRecord<>(topic, value));
            }
            producer.flush();
            long cpu = cpuNanos();
            long start = System.nanoTime();
            for (long i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>(topic, value), (done, error) -> {
                    if (error != null) {
                        error.printStackTrace();
                        Runtime.getRuntime().halt(1);
                    }
                });
            }
            producer.flush();
            report(start, cpu, records * recordBytes, records);
        }
    }

    private static void fetch(Properties client, String topic, long records) {
        try (var consumer = new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(p -> new TopicPartition(p.topic(), p.partition())).collect(Collectors.toList());
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long cpu = cpuNanos();
            long start = System.nanoTime();
            long seen = 0;
            long bytes = 0;
            while (seen < records) {
                for (var record : consumer.poll(Duration.ofSeconds(10))) {
                    seen++;
                    bytes += record.value().length;
                }
            }
            report(start, cpu, bytes, seen);
        }
    }

    private static long cpuNanos() {
        var system = (com.sun.management.OperatingSystemMXBean)
            java.lang.management.ManagementFactory.getOperatingSystemMXBean();
        return system.getProcessCpuTime();
    }

    private static void report(long start, long cpu, long bytes, long records) {
        System.out.printf(Locale.ROOT, "seconds=%.3f mb=%.3f records=%d cpu=%.2f%n",
            (System.nanoTime() - start) / 1e9, bytes / 1e6, records, (cpuNanos() - cpu) / 1e9);
    }
}
