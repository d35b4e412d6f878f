// Only tells the package manager where the system's ICU is. CICU includes its headers, and no Swift module does.
