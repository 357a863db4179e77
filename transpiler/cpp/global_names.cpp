// The list, one word after another: what headers of the C library declare, short names only.
#include "cpp/global_names.hpp"

#include "cpp/word_list.hpp"

namespace ariac::cpp {
namespace {

constexpr std::string_view kGlobalNames =
    " "
    "abort abs accept access acct acos acosf acosh acoshf acoshl acosl alarm alloca asctime asin asinf asinh asinhf "
    "asinhl asinl asprintf atan atan2 atanf atanh atanhf atanhl atanl atexit atof atoi atol atoll basename bcmp "
    "bcopy bind brk bsearch btowc bzero calloc cbrt cbrtf cbrtl ceil ceilf ceill chdir chown chroot clearenv "
    "clearerr clock clone close closedir closefrom closelog confstr connect copysign copysignf copysignl cos cosf "
    "cosh coshf coshl cosl creat crypt ctermid ctime cuserid daddl daemon daylight ddivl deflate dfmal difftime "
    "dirent div dmull dprintf drem dremf dreml dsqrtl dsubl dup dup2 dup3 duplocale dysize eaccess ecvt environ "
    "epoll erf erfc erfcf erfcl erff erfl err error euidaccess execl execle execlp execv execve execveat execvp "
    "execvpe exit exp exp2 expf expl expm1 fabs fabsf fabsl faccessat fadd faddl fchdir fchown fchownat fclose "
    "fcloseall fcntl fcvt fdatasync fdim fdimf fdiml fdiv fdivl fdopen feof ferror fexecve fflush ffma ffmal ffs "
    "ffsl ffsll fgetc fgetpos fgets fgetwc fgetws fileno finite finitef finitel flock flockfile floor floorf floorl "
    "fma fmaf fmal fmax fmaxf fmaximum fmaximumf fmaximuml fmaxl fmaxmag fmaxmagf fmaxmagl fmemopen fmin fminf "
    "fminimum fminimumf fminimuml fminl fminmag fminmagf fminmagl fmod fmodf fmodl fmtflags fmul fmull fopen fork "
    "fpathconf fprintf fputc fputs fputwc fputws fread free freelocale freopen frexp frexpf frexpl fromfp fromfpf "
    "fromfpl fromfpx fromfpxf fromfpxl fscanf fseek fseeko fsetpos fsqrt fsqrtl fstat fsub fsubl fsync ftell ftello "
    "ftruncate ftw fwide fwprintf fwrite fwscanf gamma gammaf gammal gcvt getc getchar getcpu getcwd getdelim "
    "getegid getentropy getenv geteuid getgid getgroups gethostid getline getloadavg getlogin getopt getpass "
    "getpayload getpgid getpgrp getpid getppid getpt getresgid getresuid getrusage getsid getsubopt gettid getuid "
    "getw getwc getwchar getwd glob grantpt hcreate hsearch htonl htons hypot hypotf hypotl ilogb ilogbf ilogbl "
    "index inflate initstate ioctl iovec isalnum isalpha isascii isatty isblank iscntrl isctype isdigit iseqsig "
    "isgraph isinff isinfl islower isnanf isnanl isprint ispunct isspace isupper iswalnum iswalpha iswblank iswcntrl "
    "iswctype iswdigit iswgraph iswlower iswprint iswpunct iswspace iswupper iswxdigit isxdigit iszero itimerspec j0 "
    "j1 jn jnf jnl kill killpg labs lchown lconv ldexp ldexpf ldexpl ldiv lgamma lgammaf lgammal link linkat listen "
    "llabs lldiv llogb llogbf llogbl llrint llrintf llrintl llround llroundf llroundl lockf log log2 logb logbf "
    "logbl logf logl longjmp lrint lrintf lrintl lround lroundf lroundl lseek lstat main malloc mblen mbrlen mbrtowc "
    "mbsinit mbsnrtowcs mbsrtowcs mbstowcs mbtowc memccpy memchr memcmp memcpy memfrob memmem memmove mempcpy "
    "memrchr memset mkdir mkdtemp mkfifo mkostemp mkostemps mkstemp mkstemps mktemp mktime mlock mmap modf modff "
    "modfl mount msghdr munmap nan nanf nanl nanosleep nearbyint nearbyintf nearbyintl newlocale nextafter "
    "nextafterf nextafterl nextdown nextdownf nextdownl nexttoward nextup nextupf nextupl nice ntohl ntohs open "
    "opendir openlog pathconf pause pclose perror pipe pipe2 poll popen pow powf powl pread printf profil pselect "
    "psignal ptrace ptsname putc putchar putenv puts putw putwc putwchar pwrite qecvt qfcvt qgcvt qsort raise rand "
    "random rawmemchr read readdir readlink readlinkat realloc realpath reboot recv regcomp regexec regfree "
    "remainder remainderf remainderl remove remquo remquof remquol rename renameat renameat2 revoke rewind rindex "
    "rint rintf rintl rmdir round roundeven roundevenf roundevenl roundf roundl rpmatch sbrk scalb scalbf scalbl "
    "scalbln scalblnf scalblnl scalbn scalbnf scalbnl scandir scanf search select send sendfile setbuf setbuffer "
    "setegid setenv seteuid setgid sethostid setjmp setlinebuf setlocale setlogin setns setpayload setpgid setpgrp "
    "setregid setresgid setresuid setreuid setsid setstate setuid setvbuf shutdown signal signgam sin sincos sincosf "
    "sincosl sinf sinh sinhf sinhl sinl sleep snprintf sockaddr socket splice sprintf sqrt sqrtf sqrtl srand srandom "
    "sscanf stat stpcpy stpncpy strcasecmp strcasestr strcat strchr strchrnul strcmp strcoll strcpy strcspn strdup "
    "strerror strfromd strfromf strfroml strfry strftime strlen strncat strncmp strncpy strndup strnlen strpbrk "
    "strptime strrchr strsep strsignal strspn strstr strtod strtof strtok strtol strtold strtoll strtoq strtoul "
    "strtoull strtouq strverscmp strxfrm swab swprintf swscanf symlink symlinkat sync syncfs syscall sysconf syslog "
    "system tan tanf tanh tanhf tanhl tanl tcgetpgrp tcsetpgrp tee tempnam termios tfind tgamma tgammaf tgammal time "
    "timegm timelocal timespec timeval timex timezone tm tmpfile tmpnam toascii tolower totalorder toupper towctrans "
    "towlower towupper trunc truncate truncf truncl tsearch ttyname ttyslot tzset ualarm ufromfp ufromfpf ufromfpl "
    "ufromfpx ufromfpxf ufromfpxl uint ulong umask umount ungetc ungetwc unlink unlinkat unlockpt unsetenv unshare "
    "uselocale ushort usleep utime utmp valloc vasprintf vdprintf vfork vfprintf vfscanf vfwprintf vfwscanf vhangup "
    "vmsplice vprintf vscanf vsnprintf vsprintf vsscanf vswprintf vswscanf vwprintf vwscanf wait waitid waitpid warn "
    "wcpcpy wcpncpy wcrtomb wcscasecmp wcscat wcschr wcschrnul wcscmp wcscoll wcscpy wcscspn wcsdup wcsftime wcslen "
    "wcsncat wcsncmp wcsncpy wcsnlen wcsnrtombs wcspbrk wcsrchr wcsrtombs wcsspn wcsstr wcstod wcstof wcstok wcstol "
    "wcstold wcstoll wcstombs wcstoq wcstoul wcstoull wcstouq wcswcs wcswidth wcsxfrm wctob wctomb wctrans wctype "
    "wcwidth winsize wmemchr wmemcmp wmemcpy wmemmove wmempcpy wmemset wordfree wprintf write wscanf y0 y1 yn ynf "
    "ynl ";

}  // namespace

bool is_global_name(std::string_view name) {
  return name == "std" || name == "aria" || has_word(kGlobalNames, name);
}

}  // namespace ariac::cpp
