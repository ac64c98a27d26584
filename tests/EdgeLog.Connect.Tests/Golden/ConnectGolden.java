import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;

/**
 * Runs the cases of a table through Kafka's own converters and transforms, and prints what came of each:
 *
 *     java -cp "$KAFKA_HOME/libs/*" ConnectGolden.java cases.json > golden.json
 */
public final class ConnectGolden {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static void main(String[] args) throws Exception {
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        List<String> lines = new ArrayList<>();
        for (JsonNode each : JSON.readTree(Files.readString(Path.of(args[0])))) {
            ObjectNode result = JSON.createObjectNode().put("name", each.get("name").asText());
            try {
                run(each, result);
            } catch (Throwable e) {
                result.put("error", e.getClass().getName()).put("message", e.getMessage());
            }
            lines.add("  " + JSON.writeValueAsString(result));
        }
        System.out.println("[\n" + String.join(",\n", lines) + "\n]");
    }

    private static void run(JsonNode each, ObjectNode result) throws Exception {
        Converter in = converter(each.get("in"));
        Converter out = each.has("out") ? converter(each.get("out")) : in;
        Transformation<SourceRecord> transform = each.has("transform") ? make(each.get("transform")) : null;
        Predicate<SourceRecord> predicate = each.has("predicate") ? make(each.get("predicate")) : null;
        boolean negate = each.path("negate").asBoolean();
        SchemaAndValue key = in.toConnectData("t", bytes(each.get("key")));
        SchemaAndValue value = in.toConnectData("t", bytes(each.get("value")));
        Integer partition = each.has("partition") ? each.get("partition").asInt() : null;
        Long timestamp = each.has("timestamp") ? each.get("timestamp").asLong() : null;
        SourceRecord record = new SourceRecord(Map.of(), Map.of(), each.get("topic").asText(), partition,
            key.schema(), key.value(), value.schema(), value.value(), timestamp);
        if (transform != null && (predicate == null || predicate.test(record) != negate)) {
            record = transform.apply(record);
        }
        if (record == null) {
            result.put("dropped", true);
            return;
        }
        result.put("topic", record.topic());
        put(result, "key", out.fromConnectData("t", record.keySchema(), record.key()));
        put(result, "value", out.fromConnectData("t", record.valueSchema(), record.value()));
    }

    private static Converter converter(JsonNode config) throws Exception {
        Converter made = (Converter) Class.forName(config.get("class").asText()).getDeclaredConstructor().newInstance();
        made.configure(properties(config), false);
        return made;
    }

    @SuppressWarnings("unchecked")
    private static <T extends org.apache.kafka.common.Configurable> T make(JsonNode config) throws Exception {
        T made = (T) Class.forName(config.get("class").asText()).getDeclaredConstructor().newInstance();
        made.configure(properties(config));
        return made;
    }

    private static Map<String, Object> properties(JsonNode config) {
        Map<String, Object> map = new HashMap<>();
        config.fields().forEachRemaining(entry -> map.put(entry.getKey(), entry.getValue().asText()));
        return map;
    }

    private static byte[] bytes(JsonNode text) {
        return text == null || text.isNull() ? null : text.asText().getBytes(StandardCharsets.UTF_8);
    }

    private static void put(ObjectNode result, String name, byte[] bytes) {
        result.put(name, bytes == null ? null : new String(bytes, StandardCharsets.UTF_8));
    }
}
