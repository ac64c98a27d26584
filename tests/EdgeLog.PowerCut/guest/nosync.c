/* Runs a program in which every system call that flushes succeeds and does nothing: fdatasync replaced by nothing.
   A seccomp filter and not a preloaded library, which a program that looks its calls up by itself would not meet. */
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define NOTHING(call)                                                                                                  \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (call), 0, 1), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | 0)

int main(int count, char **arguments)
{
    struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        NOTHING(SYS_fsync),
        NOTHING(SYS_fdatasync),
        NOTHING(SYS_sync_file_range),
        NOTHING(SYS_sync),
        NOTHING(SYS_syncfs),
        NOTHING(SYS_msync),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {sizeof filter / sizeof *filter, filter};

    if (count < 2 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program)) {
        perror("nosync");
        return 1;
    }

    puts("powercut: flushes do nothing");
    fflush(stdout);
    execv(arguments[1], arguments + 1);
    perror(arguments[1]);
    return 1;
}
