"""What a goods file is understood to be, before anything of it is loaded: how it is written, where its headings stand,
what each column means, its money, what empty stock means. Plain values; no database here."""
