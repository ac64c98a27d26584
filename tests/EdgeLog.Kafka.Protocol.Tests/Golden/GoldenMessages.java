import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Message;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.apache.kafka.common.protocol.types.BoundField;
import org.apache.kafka.common.protocol.types.Schema;
import org.apache.kafka.common.protocol.types.TaggedFields;
import org.apache.kafka.common.protocol.types.Type;
import org.apache.kafka.common.record.internal.BaseRecords;
import org.apache.kafka.common.record.internal.MemoryRecords;

/**
 * Prints one line for each version of each message: name, version, variant, bytes, values. The variant "full" sets every
 * field the version has to something else than its default; "bare" leaves all at their defaults, null where allowed. The
 * values are those Kafka reads back from the bytes, in the order of the schema: numbers, T or F, "text", ~ for null,
 * x and hex for bytes, u and hex for uuids, [elements], (fields).
 * With the argument "read" it takes lines of name, version, bytes from its input and prints the values of each instead.
 */
public final class GoldenMessages {
    private static final String PACKAGE = "org.apache.kafka.common.message.";
    private static final String RECORD_PACKAGE = "org.apache.kafka.coordinator.group.generated.";

    /** Name, lowest and highest version. */
    private static final String[] APIS = {
        "Produce 3 13", "Fetch 4 17", "ListOffsets 1 11", "Metadata 0 13", "FindCoordinator 0 6", "ApiVersions 0 4",
        "CreateTopics 2 7", "DeleteTopics 1 6", "InitProducerId 0 5", "OffsetForLeaderEpoch 2 4", "DescribeConfigs 1 4",
        "CreatePartitions 0 3", "IncrementalAlterConfigs 0 1", "ListPartitionReassignments 0 0", "DescribeCluster 0 2",
        "DescribeTopicPartitions 0 0", "OffsetCommit 2 10", "OffsetFetch 1 10", "JoinGroup 0 9", "Heartbeat 0 4", "LeaveGroup 0 5",
        "SyncGroup 0 5", "DescribeGroups 0 6", "ListGroups 0 5", "DeleteGroups 0 2", "OffsetDelete 0 0",
        "ConsumerGroupHeartbeat 0 1", "ConsumerGroupDescribe 0 1", "DeleteRecords 0 2", "AlterConfigs 0 2", "DescribeLogDirs 1 5",
        "ElectLeaders 0 2", "DescribeProducers 0 0", "ListConfigResources 0 1",
    };

    /** Values of records in __consumer_offsets. */
    private static final String[] RECORDS = {
        "OffsetCommitValue 0 4", "GroupMetadataValue 0 4", "ConsumerGroupMetadataValue 0 0", "ConsumerGroupMemberMetadataValue 0 0",
        "ConsumerGroupTargetAssignmentMetadataValue 0 0", "ConsumerGroupTargetAssignmentMemberValue 0 0",
        "ConsumerGroupCurrentMemberAssignmentValue 0 0",
    };

    /** Fields of versions later than the highest above. */
    private static final Set<String> LATER = Set.of(
        "FetchPartition.highWatermark", "InitProducerIdRequestData.enable2Pc", "InitProducerIdRequestData.keepPreparedTxn",
        "InitProducerIdResponseData.ongoingTxnProducerId", "InitProducerIdResponseData.ongoingTxnProducerEpoch",
        "ConsumerGroupMemberMetadataValue.classicMemberMetadata", "ConsumerGroupTargetAssignmentMetadataValue.assignmentTimestamp",
        "TopicPartitions.assignmentEpochs");

    private int counter;
    private boolean bare;

    public static void main(String[] args) throws Exception {
        if (args.length > 0 && args[0].equals("read")) {
            readAll();
            return;
        }
        for (String api : APIS) {
            String[] parts = api.split(" ");
            for (short version = Short.parseShort(parts[1]); version <= Short.parseShort(parts[2]); version++) {
                for (String kind : List.of("Request", "Response")) {
                    print(parts[0] + kind, version, "full");
                    print(parts[0] + kind, version, "bare");
                }
            }
        }
        for (String record : RECORDS) {
            String[] parts = record.split(" ");
            for (short version = Short.parseShort(parts[1]); version <= Short.parseShort(parts[2]); version++) {
                print(parts[0], version, "full");
                print(parts[0], version, "bare");
            }
        }
    }

    private static Class<?> typeOf(String name) throws ClassNotFoundException {
        return Class.forName(name.endsWith("Value") ? RECORD_PACKAGE + name : PACKAGE + name + "Data");
    }

    private static void print(String name, short version, String variant) throws Exception {
        Class<?> type = typeOf(name);
        GoldenMessages golden = new GoldenMessages();
        golden.bare = variant.equals("bare");
        Message message = (Message) type.getConstructor().newInstance();
        golden.fill(message, ((Schema[]) type.getField("SCHEMAS").get(null))[version], 0);

        ObjectSerializationCache cache = new ObjectSerializationCache();
        ByteBuffer bytes = ByteBuffer.allocate(message.size(cache, version));
        message.write(new ByteBufferAccessor(bytes), cache, version);
        bytes.flip();
        Message again = (Message) type.getConstructor().newInstance();
        again.read(new ByteBufferAccessor(bytes.duplicate()), version);
        System.out.println(name + "," + version + "," + variant + "," + hex(bytes) + "," + text(again));
    }

    private static void readAll() throws Exception {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream output = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        for (String line = input.readLine(); line != null && !line.isEmpty(); line = input.readLine()) {
            String[] parts = line.split(",");
            ByteBuffer bytes = ByteBuffer.wrap(parts.length < 3 ? new byte[0] : HexFormat.of().parseHex(parts[2]));
            Message message = (Message) typeOf(parts[0]).getConstructor().newInstance();
            String text;
            try {
                message.read(new ByteBufferAccessor(bytes), Short.parseShort(parts[1]));
                text = bytes.hasRemaining() ? bytes.remaining() + " bytes left over" : text(message);
            } catch (RuntimeException refused) {
                text = refused.toString();
            }
            output.println(text);
        }
        output.flush();
    }

    private void fill(Object target, Schema schema, int index) throws Exception {
        Map<String, Type> types = new HashMap<>();
        for (BoundField field : schema.fields()) {
            if (field.def.type instanceof TaggedFields tagged) {
                tagged.fields().values().forEach(f -> types.put(key(f.name), f.type));
            } else {
                types.put(key(field.def.name), field.def.type);
            }
        }
        for (Field field : fields(target)) {
            if (LATER.contains(target.getClass().getSimpleName() + "." + field.getName())) {
                continue;
            }
            Type type = types.get(key(field.getName()));
            if (type == null) {
                continue;
            }
            if ((bare || index % 2 == 1) && type.isNullable()) {
                field.set(target, null);
            } else if (!bare) {
                field.set(target, value(field, type, target));
            }
        }
    }

    private Object value(Field field, Type type, Object target) throws Exception {
        counter++;
        Class<?> kind = field.getType();
        if (kind == boolean.class) {
            return !field.getBoolean(target);
        } else if (kind == byte.class) {
            return (byte) (2 + counter % 3);
        } else if (kind == short.class) {
            return (short) (counter % 100 + 300);
        } else if (kind == int.class) {
            return 0x01020300 + counter;
        } else if (kind == long.class) {
            return 0x0102030405060700L + counter;
        } else if (kind == String.class) {
            return (counter % 4 == 0 ? "\u00fc" : "s") + counter;
        } else if (kind == Uuid.class) {
            return new Uuid(0x8877665544332200L + counter, -counter);
        } else if (kind == byte[].class) {
            return ("bytes" + counter).getBytes(StandardCharsets.UTF_8);
        } else if (BaseRecords.class.isAssignableFrom(kind)) {
            return MemoryRecords.readableRecords(ByteBuffer.wrap(("records" + counter).getBytes(StandardCharsets.UTF_8)));
        } else if (Collection.class.isAssignableFrom(kind)) {
            return elements(field, type);
        }
        Object struct = kind.getConstructor().newInstance();
        fill(struct, (Schema) type, 0);
        return struct;
    }

    @SuppressWarnings("unchecked")
    private Object elements(Field field, Type type) throws Exception {
        ParameterizedType generic = (ParameterizedType) (field.getGenericType() instanceof ParameterizedType
            ? field.getGenericType() : field.getType().getGenericSuperclass());
        Class<?> element = (Class<?>) generic.getActualTypeArguments()[0];
        Collection<Object> all = field.getType() == List.class
            ? new ArrayList<>() : (Collection<Object>) field.getType().getConstructor().newInstance();
        for (int i = 0; i < 2; i++) {
            counter++;
            if (element == Byte.class) {
                all.add((byte) counter);
            } else if (element == Integer.class) {
                all.add(counter);
            } else if (element == String.class) {
                all.add("s" + counter);
            } else {
                Object part = element.getConstructor().newInstance();
                fill(part, (Schema) type.arrayElementType().get(), i);
                all.add(part);
            }
        }
        return all;
    }

    private static String text(Object value) throws Exception {
        if (value == null) {
            return "~";
        } else if (value instanceof Boolean) {
            return (boolean) value ? "T" : "F";
        } else if (value instanceof Number) {
            return value.toString();
        } else if (value instanceof String) {
            return '"' + (String) value + '"';
        } else if (value instanceof Uuid id) {
            return String.format("u%016x%016x", id.getMostSignificantBits(), id.getLeastSignificantBits());
        } else if (value instanceof MemoryRecords records) {
            return "x" + hex(records.buffer());
        } else if (value instanceof byte[] bytes) {
            return "x" + HexFormat.of().formatHex(bytes);
        } else if (value instanceof Collection<?> all) {
            StringBuilder text = new StringBuilder("[");
            for (Object element : all) {
                text.append(text(element));
            }
            return text.append("]").toString();
        }
        StringBuilder text = new StringBuilder("(");
        for (Field field : fields(value)) {
            if (!LATER.contains(value.getClass().getSimpleName() + "." + field.getName())) {
                text.append(text.length() > 1 ? " " : "").append(text(field.get(value)));
            }
        }
        return text.append(")").toString();
    }

    private static List<Field> fields(Object target) {
        List<Field> fields = new ArrayList<>();
        for (Field field : target.getClass().getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && !Set.of("_unknownTaggedFields", "next", "prev").contains(field.getName())) {
                field.setAccessible(true);
                fields.add(field);
            }
        }
        return fields;
    }

    private static String key(String name) {
        return name.replace("_", "").toLowerCase();
    }

    private static String hex(ByteBuffer bytes) {
        StringBuilder text = new StringBuilder();
        for (int i = bytes.position(); i < bytes.limit(); i++) {
            text.append(String.format("%02x", bytes.get(i)));
        }
        return text.toString();
    }
}
