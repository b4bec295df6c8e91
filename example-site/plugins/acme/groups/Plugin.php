<?php namespace Acme\Groups;

use System\Classes\PluginBase;

/**
 * Groups: a screen of its own, a widget, and a section on each person's page.
 */
class Plugin extends PluginBase
{
    /**
     * Acme.Feed is the plugin that Acme.Activity has taken the place of.
     */
    public $require = ['Acme.Directory', 'Acme.Feed'];

    public function pluginDetails()
    {
        return [
            'name' => 'Groups',
            'description' => 'Who is in which group, and what each is for.',
            'author' => 'Acme',
            'icon' => 'icon-users',
        ];
    }
}
