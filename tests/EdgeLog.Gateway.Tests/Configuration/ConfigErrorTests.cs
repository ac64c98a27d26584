using EdgeLog.Gateway.Configuration;
using EdgeLog.Gateway.Configuration.Errors;

namespace EdgeLog.Gateway.Tests.Configuration;

public class ConfigErrorTests
{
    [Theory]
    [MemberData(nameof(Table))]
    public void Each_mistake_is_reported_with_its_place_and_what_to_write(string yaml, string expected)
    {
        var exception = Assert.Throws<InvalidConfigException>(() => ConfigLoader.Parse("f.yaml", yaml));

        Assert.Equal(
            expected,
            string.Join(
                '\n', exception.Errors.Select(e => $"{e.Mark.Line}:{e.Mark.Column} {e.Subject} | {e.Message}")));
    }

    [Fact]
    public void The_report_lists_all_errors_under_their_file()
    {
        const string Yaml = """
            gateway:
              name: press-7
            clusters:
              central:
                bootstrap.servers: k:9092
            mqtt:
              routes:
                - filter: 'a/{sensor}'
                  topic: a
                  key: {sensor}
            mirrors:
              - to: central
                replication.policy.clas: IdentityReplicationPolicy
            """;

        var exception = Assert.Throws<InvalidConfigException>(
            () => ConfigLoader.Parse("/etc/edgelog/edgelog.yaml", Yaml));

        Assert.Equal(
            """
            /etc/edgelog/edgelog.yaml: 2 errors; nothing changed, the configuration of 02:10 still runs
             10:12  mqtt.routes[0].key: {sensor}
                    unquoted braces are a YAML map. Write: key: '{sensor}'
             13:5   mirrors[0].replication.policy.clas
                    unknown key. Did you mean replication.policy.class?
            """,
            ConfigErrorText.Format(exception.Errors, "nothing changed, the configuration of 02:10 still runs"));
    }

    public static TheoryData<string, string> Table() => new()
    {
        { "mqt:\n  limits:\n", "1:1 mqt | unknown key. Did you mean mqtt?" },
        { "logging:\n  level: inof\n", "2:10 logging.level: inof | not known. Did you mean info?" },
        { "logging:\n  level: info\n  level: debug\n",
            "3:3 logging.level | set twice; the first is in line 2. Remove one." },
        { "topics:\n  t:\n    min.compaction.lag.ms: 2m\n    max.compaction.lag.ms: 1m\n",
            "3:5 topics.t | conflict topic config setting min.compaction.lag.ms (120000) > "
            + "max.compaction.lag.ms (60000)." },
        { "topics:\n  t:\n    cleanup.policy: squash\n",
            "3:21 topics.t.cleanup.policy: squash | String must be one of: compact, delete." },
        { "data:\n  compaction_memory: 1KiB\n",
            "2:22 data.compaction_memory: 1KiB | must be from 1MiB to 1GiB." },
        { "data:\n  commit_interval: 5\n",
            "2:20 data.commit_interval: 5 | not a duration, nor auto. Write a duration: 500ms, 5s, 10m, 2h or 7d." },
        {
            "data:\n  budget: 7O%\n",
            "2:11 data.budget: 7O% | not an amount of the disk. Write a share of what is ours plus what is free, 70%, "
            + "or a size, 9GiB."
        },
        { "data:\n  budget: 1MiB\n",
            "2:11 data.budget: 1MiB | must be 32MiB or 1% at least: the journal alone takes 16MiB." },
        { "data:\n  reserve: 95%\n",
            "2:12 data.reserve: 95% | must be 90% or less: nothing could be stored." },
        { "topics:\n  t:\n    edgelog.overflow: drop\n",
            "3:23 topics.t.edgelog.overflow: drop | String must be one of: drop-oldest, refuse, protect-unmirrored." },
        { "users:\n  - name: x\n", "2:5 users[0] | password is missing." },
        {
            "users:\n  - name: x\n    password: open sesame\n",
            "3:15 users[0].password: (hidden) | a password does not stand in the file. Put a hash here, which "
            + "\"edgelog users hash\" makes, or a reference: ${directory:/etc/edgelog/secrets:NAME}."
        },
        {
            "acls:\n  - { user: x, allow: [publish], topic: a }\n",
            "2:23 acls[0].allow: publish | not an operation here: read, write, create, delete, alter, describe, "
            + "describe_configs, alter_configs, all."
        },
        {
            "acls:\n  - { user: x, allow: [publish], mqtt: 'a#' }\n",
            "2:40 acls[0].mqtt: a# | not an MQTT filter: + and # stand alone, # is last."
        },
        {
            "acls:\n  - { user: x, mqtt: a }\n",
            "2:5 acls[0] | write one of allow and deny, with a list of operations."
        },
        { "data: here\n", "1:7 data: here | must be a map: one indented \"key: value\" per line." },
        { "devices:\n  name: x\n", "2:3 devices | must be a list: each item starts with \"- \"." },
        { "gateway:\n  name: press 7\n", "2:9 gateway.name: press 7 | may have letters, digits, _ and - only." },
        {
            "listeners:\n  mqtt:\n    address: 0.0.0.0:1883\n",
            "3:14 listeners.mqtt.address: 0.0.0.0:1883 | lets nobody in: there are no users. Name some under users, or "
            + "let anyone who reaches it connect: allow_anonymous: true."
        },
        {
            "listeners:\n  mqtt:\n    adress: 127.0.0.1:1\n",
            "3:5 listeners.mqtt.adress | unknown key. Did you mean address?"
        },
        {
            "listeners:\n  mqtts:\n    protocol: mqtt\n    address: 127.0.0.1:1\n    tls:\n      key: x\n",
            "6:7 listeners.mqtts.tls | certificate is missing."
        },
        {
            "listeners:\n  mqtt:\n    address: 1883\n",
            "3:14 listeners.mqtt.address: 1883 | not an address. Write IP:port, such as 127.0.0.1:1883, 0.0.0.0:1883 "
                + "or [::]:1883."
        },
        {
            "topics:\n  t:\n    retention.m: 5d\n",
            "3:5 topics.t.retention.m | unknown key. Did you mean retention.ms?"
        },
        {
            "topics:\n  t:\n    retention.ms: long\n",
            "3:19 topics.t.retention.ms: long | Not a number of type LONG. Write a duration: 500ms, 5s, 10m, 2h or "
                + "7d."
        },
        { "topics:\n  t:\n    segment.bytes: 1KiB\n",
            "3:20 topics.t.segment.bytes: 1024 | Value must be at least 65536. "
            + "Write a size: 512KiB, 16MiB, 2GiB, or plain bytes." },
        {
            "topics:\n  t/x:\n    partitions: 0\n",
            "3:5 topics.t/x | Kafka's topic names have letters, digits, '.', '_' and '-' only, 249 at most.\n"
            + "3:17 topics.t/x.partitions: 0 | not a number from 1 to 1000."
        },
        { "mqtt:\n  limits:\n    max_packet_size: lots\n",
            "3:22 mqtt.limits.max_packet_size: lots | not a size. Write a size: 512KiB, 16MiB, 2GiB, or plain bytes." },
        {
            "mqtt:\n  routes:\n    - filter: a\n      transforms: s\n      transforms.s.type: InsertField$Value\n"
            + "      value.converter: JsonConverter\n      value.converter.schemas.enable: false\n"
            + "      transforms.s.static.field: f\n"
            + "      transforms.s.static.valu: v\n      transforms.s.static.value: v\n",
            "9:7 mqtt.routes[0].transforms.s.static.valu | unknown key. Did you mean transforms.s.static.value?"
        },
        {
            "devices:\n  - name: a\n    driver: simulated\n    signal: { shap: sine }\n",
            "4:15 devices[0].signal.shap | unknown key. Did you mean shape?"
        },
        { "mqtt:\n  routes:\n    - topic: a\n", "3:7 mqtt.routes[0] | filter is missing." },
        { "mqtt:\n  routes:\n    - filter: a\n      store: yes\n",
            "4:14 mqtt.routes[0].store: yes | write true or false." },
        {
            "clusters:\n  c:\n    bootstrap.server: k:1\n",
            "3:5 clusters.c | bootstrap.servers is missing.\n"
            + "3:5 clusters.c.bootstrap.server | unknown key. Did you mean bootstrap.servers?"
        },
        {
            "clusters:\n  c:\n    bootstrap.servers: k:1\nmirrors:\n  - to: d\n",
            "0:0 gateway.name | is missing. With mirrors the name must be set here: it prefixes the topics in the "
                + "target, and host "
            + "names repeat in fleets.\n"
            + "5:9 mirrors[0].to: d | no such cluster under clusters. Did you mean c?"
        },
        {
            "devices:\n  - name: a\n    driver: hots\n",
            "3:13 devices[0].driver: hots | no such driver. Did you mean host?"
        },
        {
            "devices:\n  - name: a\n    driver: host\n  - name: a\n    driver: host\n",
            "4:5 devices[1]: a | a device of this name is in line 2."
        },
    };
}
